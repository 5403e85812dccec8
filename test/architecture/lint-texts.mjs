import { ESLint } from 'eslint';

// Lints texts as if they stood in files, and prints the messages of each: `[{ file, text }]` in, `[[message]]` out.
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const eslint = new ESLint();
const messages = [];
for (const { file, text } of JSON.parse(Buffer.concat(chunks).toString())) {
	const [result] = await eslint.lintText(text, { filePath: file });
	messages.push((result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`));
}
console.log(JSON.stringify(messages));
