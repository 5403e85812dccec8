import { openStore, wakeOthers } from '../../../engine/store';
import { onBothDatabases } from '../../support/harness';

const until = async (isSo: () => boolean) => {
	for (let tries = 0; !isSo() && tries < 400; tries++) {
		jest.advanceTimersByTime(5_000);
		await new Promise((next) => setTimeout(next, 5));
	}
	return isSo();
};

onBothDatabases('one process', (open) => {
	beforeEach(() => {
		// A file is looked at every five seconds, which nobody waits for here.
		jest.useFakeTimers({
			doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'clearTimeout'],
		});
	});
	afterEach(() => jest.useRealTimers());

	it('hears of what another one writes, and not of itself', async () => {
		const { config, engine } = await open();
		const other = await openStore(config, { now: 0 });
		let heard = 0;
		const hearing = engine.store.hear(() => heard++);
		try {
			expect(await until(() => hearing.hears())).toBe(true);
			await until(() => heard > 0 || config.kind === 'sqlite');
			heard = 0;
			await other.transaction(async (trx) => {
				wakeOthers(trx);
				await trx.insertInto('setting').values({ name: 'other', value: 'process' }).execute();
			});
			expect(await until(() => heard > 0)).toBe(true);
		} finally {
			hearing.close();
			await other.close();
		}
	});
});
