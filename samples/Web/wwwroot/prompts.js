// The prompt for music generation: the best one to copy, the next ones below.

const by = id => document.getElementById(id);

export function showPrompts({ prompts }) {
  by('prompts').hidden = prompts.length === 0;
  by('prompt').textContent = prompts[0]?.text ?? '';
  by('others').replaceChildren(...prompts.slice(1).map(prompt => Object.assign(document.createElement('li'), { textContent: prompt.text })));
  by('copied').textContent = '';
}

by('copy').addEventListener('click', async () => {
  // browsers give the clipboard to pages on localhost or https only: elsewhere the text is selected, ready to copy
  try {
    await navigator.clipboard.writeText(by('prompt').textContent);
    by('copied').textContent = 'Copied.';
  } catch {
    getSelection().selectAllChildren(by('prompt'));
    by('copied').textContent = 'Selected: press Ctrl+C.';
  }
});
