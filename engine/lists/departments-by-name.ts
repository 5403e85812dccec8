import type { Trx } from '../store';
import { queryDepartments, writeDepartments } from '../directory/department-repository';
import type { Department } from '../directory/types';

/** The departments there are, by id and by name, and those that the list brings. */
export class Departments {
	private readonly created = new Map<string, Department>();

	private constructor(
		private readonly byKey: Map<string, Department>,
		private readonly unknown: 'create' | 'refuse',
	) {}

	static async load(trx: Trx, unknown: 'create' | 'refuse'): Promise<Departments> {
		const all = await queryDepartments(trx, { limit: Number.MAX_SAFE_INTEGER });
		const byKey = new Map(all.map((department) => [department.name.toLowerCase(), department]));
		for (const department of all) byKey.set(department.id.toLowerCase(), department);
		return new Departments(byKey, unknown);
	}

	/** An unknown one is created, or stays as it was written, for the check to refuse it with the nearest names. */
	idOf(name: string): string {
		const known = this.byKey.get(name.toLowerCase()) ?? this.byKey.get(slugOf(name));
		if (known) return known.id;
		if (this.unknown === 'refuse' || slugOf(name) === '') return name;
		const department = { id: slugOf(name), name };
		this.created.set(department.id, department);
		this.byKey.set(name.toLowerCase(), department).set(department.id, department);
		return department.id;
	}

	/** Whether the list brings it. */
	isComing(id: string): boolean {
		return this.created.has(id);
	}

	/** Creates those of the list's that somebody who goes in belongs to: a faulty row leaves nothing behind. */
	async write(trx: Trx, used: ReadonlySet<string>, now: number): Promise<void> {
		const needed = [...this.created.values()].filter(({ id }) => used.has(id));
		await writeDepartments(trx, needed, now);
	}

	/** Those whose head changes to somebody who went in. */
	ledBy(heads: ReadonlyMap<string, string>, present: ReadonlySet<string>): Department[] {
		return [...heads].flatMap(([id, headId]) => {
			const department = this.byKey.get(id.toLowerCase());
			return department && department.headId !== headId && present.has(headId)
				? [{ ...department, headId }]
				: [];
		});
	}
}

/** The id of a department that is first heard of in a list: its name, in small letters and without spaces. */
const slugOf = (name: string): string =>
	name
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 64);
