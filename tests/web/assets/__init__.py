"""The browser side, as far as it can be tested without a browser."""
