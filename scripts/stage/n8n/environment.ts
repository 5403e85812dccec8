interface N8nPlace {
	readonly userFolder: string;
	readonly port: number;
	readonly brokerPort: number;
	/** An IANA name; the zone of workflows that set none. */
	readonly timezone: string;
}

/** Settings of the person's own n8n or of a test runner, which would change what this one does. */
const NOT_INHERITED =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_URL$|GENERIC_TIMEZONE$|NODE_ENV$|NODE_OPTIONS$|JEST_)/i;

/**
 * The environment of an n8n that talks to nobody outside this machine: everything it would fetch or report is off,
 * and all it writes, its home folder included, is inside `userFolder`. NODE_ENV goes too: under `test`, n8n loads
 * nodes another way.
 */
export function n8nEnvironment(place: N8nPlace): NodeJS.ProcessEnv {
	const { userFolder, port, brokerPort, timezone } = place;
	const baseUrl = `http://127.0.0.1:${port}/`;
	const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
	return {
		...Object.fromEntries(inherited),
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_ENCRYPTION_KEY: 'n8n-nodes-icrm',
		N8N_SECURE_COOKIE: 'false',
		N8N_EDITOR_BASE_URL: baseUrl,
		WEBHOOK_URL: baseUrl,
		GENERIC_TIMEZONE: timezone,
		NO_PROXY: ['127.0.0.1', 'localhost', process.env.NO_PROXY].filter(Boolean).join(','),
		NO_COLOR: '1',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
	};
}
