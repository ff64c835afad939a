// Gives the elements of a model their names in the language of the page.

/** names: element id → name; annotations have a text instead. */
export function rename(elementsById, names) {
  for (const [id, name] of Object.entries(names)) {
    const node = elementsById[id];
    if (!node) continue;
    if (node.$type === 'bpmn:TextAnnotation') node.text = name;
    else node.name = name;
  }
}
