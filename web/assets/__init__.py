"""The browser side: sources of scripts and style sheets, and how they are built."""
