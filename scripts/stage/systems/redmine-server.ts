import axios, { type AxiosInstance } from 'axios';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../util/free-ports';
import { runCommand } from '../util/run-command';
import { ChildServer } from './child-server';

/** Where Debian's package `redmine` has the program, and the empty database that its installation made. */
const HOME = '/usr/share/redmine';
const EMPTY = '/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default';

export interface RedmineUser {
	readonly login: string;
	readonly name: string;
	readonly mail: string;
}

export interface Redmine {
	readonly url: string;
	/** Of an administrator that workflows act as. */
	readonly apiKey: string;
	/** The REST API, as one of the people or as the workflows' administrator. */
	as(login: string): AxiosInstance;
	pause(): Promise<void>;
	resume(): Promise<void>;
	stop(): Promise<void>;
}

/**
 * A real Redmine with a database of its own, copied from the empty one of the package.
 * @param projects identifiers: one for each department
 * @param people may work in all of them
 */
export async function startRedmine(
	projects: readonly string[],
	people: readonly RedmineUser[],
): Promise<Redmine> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-redmine-'));
	const [port = 0] = await freePorts(1);
	const url = `http://127.0.0.1:${port}`;
	const database = join(folder, 'redmine.db');
	copyFileSync(EMPTY, database);
	const env = {
		RAILS_ENV: 'production',
		X_DEBIAN_SITEID: 'default',
		LC_ALL: 'C.UTF-8',
		DATABASE_URL: `sqlite3:${database}`,
	};
	const keys = await seed(join(folder, 'seed.rb'), env, projects, people);
	const server = new ChildServer({
		command: 'puma',
		args: ['-e', 'production', '-b', `tcp://127.0.0.1:${port}`, 'config.ru'],
		cwd: HOME,
		env,
		packageName: 'redmine redmine-sqlite puma',
		isUp: () =>
			axios.get(`${url}/projects.json`, { proxy: false, validateStatus: () => true }).then(
				({ status }) => status < 500,
				() => false,
			),
	});
	await server.start();
	return {
		url,
		apiKey: keys.icrm ?? '',
		as: (login) =>
			axios.create({ baseURL: url, proxy: false, headers: { 'X-Redmine-API-Key': keys[login] ?? '' } }),
		pause: () => server.stop(),
		resume: () => server.start(),
		stop: async () => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Fills the empty database in Redmine's own words. Brings everybody's API key by log-in name. */
async function seed(
	file: string,
	env: Readonly<Record<string, string>>,
	projects: readonly string[],
	people: readonly RedmineUser[],
): Promise<Record<string, string>> {
	const input = JSON.stringify({ projects, people });
	writeFileSync(
		file,
		`require 'json'
given = JSON.parse(${JSON.stringify(input)})
Setting.rest_api_enabled = '1'
Setting.default_language = 'en'
role = Role.find_by(name: 'Manager')
icrm = { 'login' => 'icrm', 'name' => 'ICRM Robot', 'mail' => 'icrm@corp.example' }
users = (given['people'] + [icrm]).map do |person|
  first, last = person['name'].split(' ', 2)
  user = User.new(firstname: first, lastname: last || '-', mail: person['mail'], language: 'en')
  user.login = person['login']
  user.password = user.password_confirmation = 'Redmine-demo-2026'
  user.admin = person['login'] == 'icrm'
  user.save!
  user
end
given['projects'].each do |identifier|
  project = Project.create!(name: identifier.upcase, identifier: identifier, enabled_module_names: ['issue_tracking'], trackers: Tracker.all, is_public: true)
  users.each { |user| Member.create!(project: project, principal: user, roles: [role]) }
end
puts JSON.generate(users.to_h { |user| [user.login, user.api_key] })
`,
	);
	const printed = await runCommand('ruby', ['bin/rails', 'runner', file], { cwd: HOME, env });
	return JSON.parse(printed.split('\n').at(-1) ?? '') as Record<string, string>;
}
