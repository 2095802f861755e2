/** Asks again until the assertion holds; after the patience it fails with the assertion's own words. */
export async function eventually(assertion: () => void | Promise<void>, patience = 5_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}
