// A click on an element of the diagram chooses it in a list of elements, where the page has one.

/** The options of select[data-picks-element] name their element in data-element. */
export function chooseByClick(viewer) {
  viewer.on('element.click', ({ element: shape }) => {
    const id = shape.labelTarget?.id ?? shape.id;
    for (const select of document.querySelectorAll('select[data-picks-element]')) {
      const option = [...select.options].find((each) => each.dataset.element === id);
      if (option) select.value = option.value;
    }
  });
}
