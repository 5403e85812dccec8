export interface Terminal {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Results. */
	out(text: string): void;
	/** Progress and faults. */
	err(text: string): void;
}

/** Below this, something is too short to be a secret and too common to be cut out of sentences. */
const SHORTEST_SECRET = 6;

/** The same terminal, which never shows these: whatever n8n, a proxy or a driver may have echoed in its answer. */
export function discreet(terminal: Terminal, secrets: readonly (string | undefined)[]): Terminal {
	const hidden = secrets
		.filter((secret) => secret !== undefined)
		.filter((secret) => secret.length >= SHORTEST_SECRET)
		// As it is, as it stands in JSON, and as it stands in an address.
		.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
	const clean = (text: string) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
	return {
		env: terminal.env,
		out: (text) => terminal.out(clean(text)),
		err: (text) => terminal.err(clean(text)),
	};
}
