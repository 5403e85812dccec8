/** Where the pack keeps its data. */
export type StoreConfig = SqliteConfig | PostgresConfig;

export interface SqliteConfig {
	readonly kind: 'sqlite';
	/** Path of the database file, or `:memory:`. */
	readonly file: string;
}

export interface PostgresConfig {
	readonly kind: 'postgres';
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	readonly password: string;
	/** `off`: plain; `require`: encrypted, any certificate; `verify`: encrypted, certificate checked. */
	readonly tls: 'off' | 'require' | 'verify';
	/** PEM of the authority that signed the server's certificate. */
	readonly ca?: string;
	readonly poolSize?: number;
}

/** How the store is called in messages: never with its password. */
export const describe = (config: StoreConfig): string =>
	config.kind === 'sqlite' ? config.file : `${config.host}:${config.port}/${config.database}`;
