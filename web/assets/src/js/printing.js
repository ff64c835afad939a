// Buttons that print the page, which browsers also save as PDF.
export function attachPrinting() {
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print();
  });
}
