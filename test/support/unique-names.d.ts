/** What jest calls of the reporter in unique-names.js, which is no TypeScript because jest loads reporters as they are. */
export default class UniqueNames {
	onTestFileResult(file: { path: string }, result: { testResults: readonly { fullName: string }[] }): void;
	onRunComplete(): void;
	getLastError(): Error | undefined;
}
