import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { N8nClient } from '../n8n/client';
import { EXIT, Failure } from '../output/failure';
import type { Need } from '../templates/needed-credentials';

const fileSchema = z.record(z.object({ type: z.string().min(1), data: z.record(z.unknown()) }).strict());
/** Name of a credential → what is in it: for those that are to be created. */
export type Given = z.output<typeof fileSchema>;

const FORM =
	'Write {"SMTP account": {"type": "smtp", "data": {"host": "…", …}}}: each by the name that the template uses.';

const wrong = (message: string, hint = FORM) => new Failure(message, hint, EXIT.usage);

/** @throws Failure that names the file and what is wrong in it, never what is in it */
export function readGiven(file: string): Given {
	let json: unknown;
	try {
		json = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
	} catch (error) {
		// The words of a SyntaxError quote what stands there.
		const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
		throw wrong(`${file} cannot be read: ${reason}`);
	}
	const parsed = fileSchema.safeParse(json);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw wrong(`${file}: ${issue?.path.join('.') || 'the whole'} is wrong (${issue?.message})`);
}

/** A name that is written wrongly would leave the right one empty. @throws Failure that says which names there are */
export function checkNames(file: string, given: Given, needs: readonly Need[]): void {
	for (const [name, { type }] of Object.entries(given)) {
		if (needs.some((need) => need.name === name && need.type === type)) continue;
		const known = [...new Set(needs.map((need) => `'${need.name}' (${need.type})`))];
		throw wrong(
			`${file}: no template asks for '${name}' (${type})`,
			known.length > 0 ? `They ask for ${known.join(', ')}.` : 'They ask for no credential at all.',
		);
	}
}

const dataSchema = z.object({
	properties: z.record(z.object({ type: z.string(), enum: z.array(z.unknown()).optional() })),
	required: z.array(z.string()).default([]),
});

/** What n8n would refuse, before anything is written. @throws Failure that names field and credential, and no value */
export async function checkData(file: string, given: Given, client: N8nClient): Promise<void> {
	for (const [name, { type, data }] of Object.entries(given)) {
		const found = dataSchema.safeParse(await client.credentialSchema(type));
		// An answer of another form is n8n's to explain, when the credential is created.
		if (!found.success) continue;
		const { properties, required } = found.data;
		const place = `${file}: '${name}' (${type})`;
		const known = Object.keys(properties).filter((field) => properties[field]?.type !== 'notice');
		const unknown = Object.keys(data).find((field) => !known.includes(field));
		if (unknown !== undefined)
			throw wrong(`${place} has no field '${unknown}'`, `It has ${known.join(', ')}.`);
		const missing = required.find((field) => !(field in data));
		if (missing !== undefined) throw wrong(`${place} needs the field '${missing}'`, 'Add it.');
		for (const [field, value] of Object.entries(data)) {
			const { type: wanted = '', enum: choices } = properties[field] ?? {};
			if (['string', 'number', 'boolean'].includes(wanted) && typeof value !== wanted)
				throw wrong(`${place}: '${field}' is to be a ${wanted}`, 'Correct it.');
			if (choices && !choices.includes(value))
				throw wrong(`${place}: '${field}' is to be one of ${choices.join(', ')}`, 'Correct it.');
		}
	}
}
