import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreConfig } from '../../engine';
import { DAY_MS, type Plan } from '../plan/types';
import { openProxy, type Proxy } from '../proxy';
import { makeMemoryFolder } from '../../test/support/memory-folder';
import { foundCompany, subscribeAll } from './company';
import { endLooking } from './look';
import type { PostgresServer } from './postgres-server';
import { mountSmallDisk, type SmallDisk } from './small-disk';

/** Where a run takes place: a store with a company in it, and what can go wrong around it. */
export interface Stage {
	/** Journals and clocks lie here. */
	readonly folder: string;
	/** How the harness reaches the store. */
	readonly config: StoreConfig;
	/** How the processes of the run do: on PostgreSQL by way of the proxy. */
	readonly workerConfig: StoreConfig;
	readonly proxy?: Proxy;
	readonly server?: PostgresServer;
	readonly disk?: SmallDisk;
	close(): Promise<void>;
}

/** Stages are made by copying a store that has the company already. */
export interface Theatre {
	open(plan: Plan): Promise<Stage>;
	close(): Promise<void>;
}

/** The company is older than any clock of a run says that it is. */
const AGE_MS = 2 * DAY_MS;

/** @param startServer called once, when the first plan needs PostgreSQL */
export function openTheatre(startServer: () => Promise<PostgresServer>): Theatre {
	const folder = makeMemoryFolder() ?? mkdtempSync(join(tmpdir(), 'icrm-faults-'));
	let opened = 0;
	let sqliteTemplate: Promise<string> | undefined;
	let serverTemplate: Promise<PostgresServer> | undefined;

	async function makeSqliteTemplate(): Promise<string> {
		const file = join(folder, 'template.sqlite');
		await foundCompany({ kind: 'sqlite', file }, Date.now() - AGE_MS);
		return file;
	}

	async function makeServerTemplate(): Promise<PostgresServer> {
		const server = await startServer();
		await server.statement('create database company');
		await foundCompany(server.configOf('company'), Date.now() - AGE_MS);
		return server;
	}

	async function openSqlite(plan: Plan, own: string): Promise<Omit<Stage, 'folder'>> {
		const template = await (sqliteTemplate ??= makeSqliteTemplate());
		const disk = plan.faults.some(({ kind }) => kind === 'fullDisk')
			? mountSmallDisk(join(own, 'disk'))
			: undefined;
		const config = { kind: 'sqlite', file: join(disk?.folder ?? own, 'icrm.sqlite') } as const;
		copyFileSync(template, config.file);
		return {
			config,
			workerConfig: config,
			...(disk && { disk }),
			close: async () => disk?.unmount(),
		};
	}

	async function openPostgres(own: number): Promise<Omit<Stage, 'folder'>> {
		const server = await (serverTemplate ??= makeServerTemplate());
		const database = `run${own}`;
		await server.statement(`create database ${database} template company strategy file_copy`);
		const proxy = await openProxy(server.port);
		const config = server.configOf(database);
		return {
			config,
			workerConfig: { ...config, port: proxy.port },
			proxy,
			server,
			async close() {
				await proxy.close();
				await server.statement(`drop database ${database} with (force)`);
			},
		};
	}

	return {
		async open(plan) {
			const number = ++opened;
			const own = join(folder, `run${number}`);
			mkdirSync(own);
			const stage = await (plan.database === 'sqlite' ? openSqlite(plan, own) : openPostgres(number));
			await subscribeAll(stage.config, Date.now());
			return {
				...stage,
				folder: own,
				async close() {
					await endLooking(stage.config);
					await stage.close();
					rmSync(own, { recursive: true, force: true });
				},
			};
		},
		async close() {
			await (await serverTemplate)?.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
