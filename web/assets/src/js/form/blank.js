// When an answer counts as not given: the same for form-js, the server and us.

export function isBlank(value) {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
