// The locked tablet: a tap on a name goes on to the PIN.
for (const person of document.querySelectorAll<HTMLInputElement>('input[name="person"]')) {
  person.addEventListener("change", () => {
    document.querySelector<HTMLInputElement>('input[name="pin"]')?.focus();
  });
}
