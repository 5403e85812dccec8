export interface ReceivedMail {
	readonly id: string;
	/** As the header says it: `"ICRM" <icrm@corp.example>`. */
	readonly from: string;
	/** Everybody it was delivered to, Cc and Bcc included; addresses only. */
	readonly to: readonly string[];
	readonly subject: string;
	/** Empty when the mail has no such part. */
	readonly text: string;
	readonly html: string;
	readonly receivedAt: Date;
	/** The mail as it came over the wire, headers and all. */
	readonly raw: string;
}
