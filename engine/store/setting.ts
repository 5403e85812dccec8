import type { Trx } from './trx';
import { insertMany } from './bulk';
import { locked } from './lock';

/** A setting's value; where it has none yet, `value` becomes it. Of several processes, one wins and all agree. */
export async function settingOrElse(trx: Trx, name: string, value: string): Promise<string> {
	await trx
		.insertInto('setting')
		.values({ name, value })
		.onConflict((conflict) => conflict.column('name').doNothing())
		.execute();
	return (await trx.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirstOrThrow())
		.value;
}

/** Sets a setting and says what it was. */
export async function swapSetting(trx: Trx, name: string, value: string): Promise<string | undefined> {
	const before = await trx.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
	await trx
		.insertInto('setting')
		.values({ name, value })
		.onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
		.execute();
	return before?.value;
}

/** Locks what `name` stands for: a second transaction waits here until the first has ended, since both would write the same rows. */
export async function queueBehind(trx: Trx, name: string): Promise<void> {
	await insertMany(trx, 'setting', [{ name, value: '' }], { on: 'ignore', key: ['name'] });
	await locked(trx, trx.selectFrom('setting').select('name').where('name', '=', name), 'wait').execute();
}
