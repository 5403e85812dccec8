import { dateFormat } from './date-format';
import type { Texts } from './en';

const date = dateFormat('zh-CN', { dateStyle: 'long', timeStyle: 'short' });
const count = (n: number) => n.toLocaleString('zh-CN');
const REMINDER = '此前曾邀请您评价，目前尚未收到您的回复。我们只提醒这一次。';

/** Everything that mails and pages say, in simplified Chinese. */
export const CHINESE: Texts = {
	name: '中文',
	tag: 'zh-CN',
	instant: (ms, timezone) => `${date(ms, timezone)}（${timezone}）`,
	colon: '：',
	sentences: (first, second) => `${first}${second}`,
	greeting: (name) => `${name}，您好：`,
	greetingUnnamed: '您好：',

	problems: {
		forged: {
			title: '链接无效',
			text: '链接可能被邮件程序截断了。请从邮件中重新打开，或复制完整地址。未做任何更改。',
		},
		expired: { title: '链接已过期', text: '未做任何更改。如仍需处理，请联系发送邮件的部门。' },
		gone: { title: '内容已不存在', text: '该链接对应的内容已被移除。未做任何更改。' },
		tooLarge: { title: '内容过长', text: '请返回缩短后重新提交。未做任何更改。' },
		unreadable: {
			title: '无法读取提交的内容',
			text: '请在浏览器中打开邮件里的链接，并使用页面上的按钮。未做任何更改。',
		},
		unavailable: { title: '请几分钟后再试', text: '系统暂时不可用。未做任何更改，也没有丢失任何内容。' },
	},
	pressAgain: '请再点击一次按钮：页面打开时间过长，或提交得过快。',

	metrics: { firstResponse: '首次响应', resolution: '解决' },
	priorities: { urgent: '紧急', high: '高', normal: '普通', low: '低' },

	escalation: {
		late: { minutes: (n) => `${n}分钟`, hours: (n) => `${n}小时`, days: (n) => `${n}天` },
		why: {
			assignee: '该请求由您负责，因此通知您。',
			member: '升级策略指定了您，因此通知您。',
			departmentHead: (department) => `您是${department}的负责人，因此通知您。`,
			managerOf: (member) => `您是${member}的上级，因此通知您。`,
			inPlaceOfAway: (member) => `${member}目前不在岗，因此改为通知您。`,
			acknowledged: '您此前已确认跟进此请求，因此通知您。',
			owner: '您是该升级策略的负责人，系统未能找到其他可通知的人，因此通知您。',
			inPlaceOfLeaver: (member) => `${member}已离职，因此改为通知您。`,
		},
		mail: {
			subject: (level, levels, title, metric) => `【升级 ${level}/${levels}】${title}：${metric}已超时`,
			lead: (department, metric) =>
				`${department}对同事的承诺未能按时兑现：以下请求的${metric}已超过约定时限。`,
			leadLate: (department, metric, late) =>
				`${department}对同事的承诺未能按时兑现：以下请求的${metric}已超过约定时限。已超时${late}。`,
			labels: {
				request: '请求',
				description: '描述',
				reference: '编号',
				ticket: '工单',
				service: '服务',
				priority: '优先级',
				requester: '提出人',
				assignee: '负责人',
				due: '应完成时间',
				alsoBroken: '同时超时',
				toldBefore: '此前已通知',
				note: '备注',
				next: '下一步',
			},
			nobody: '暂无',
			told: (name, at) => `${name}，${at}`,
			next: (names, at) => `若${at}前无人响应，将通知${names}`,
			why: (sentence, policy, level, levels) =>
				`${sentence}升级策略：${policy}，第 ${level} 级，共 ${levels} 级。`,
			ask: '如果由您来处理，请在页面上确认。确认后暂不再通知其他人。',
			button: '查看请求并确认处理',
		},
		alarm: {
			subjectNobody: (title, metric) => `【无人可通知】${title}：${metric}已超时`,
			subjectExhausted: (title, metric) => `【无人响应】${title}：${metric}已超时`,
			leadNobody: (metric, policy, level) =>
				`以下请求的${metric}已超时。升级策略“${policy}”的第 ${level} 级未能找到可通知的人。`,
			leadExhausted: (metric, policy) =>
				`以下请求的${metric}已超时。升级策略“${policy}”中的所有人均已收到通知，但无人接手。`,
			department: '部门',
			mendNobody: '常见原因是部门没有负责人，或某人没有设置上级。可在升级节点的预览操作中查看会找到哪些人。',
			mendExhausted: '请安排人员处理此请求。',
			quiet: (instant) =>
				`该部门的此类提醒较多，在${instant}之前不再发送同类邮件。可在升级节点中列出全部升级记录。`,
		},
		summary: {
			subject: (requests) => `【升级】另有 ${count(requests)} 个请求已超时`,
			lead: (requests) =>
				`您在过去一小时内已收到多封超时提醒。为避免邮件过多，另外 ${count(requests)} 个请求汇总在本邮件中。`,
			worst: '其中最紧急的：',
			row: (service, metric, due) => `${service}，${metric}，应于${due}完成`,
			ask: '此页面列出已通知您的所有超时请求。',
			button: '打开列表',
		},
		stillWaiting: {
			subject: (title, metric) => `【仍在等待】${title}：${metric}已超时`,
			lead: (metric) => `以下请求的${metric}已超时，且仍处于等待状态。等待期间升级暂停。`,
			since: '等待开始时间',
			for: '等待事项',
			ask: '请确认是否仍需等待。',
		},
		reminder: {
			subject: (title, metric) => `【即将到期】${title}：${metric}`,
			lead: (metric, percent) => `以下请求的${metric}即将到期，已用时 ${percent}%。目前尚未通知其他人。`,
			due: '期限',
		},
		standDown: {
			subject: (title, metric) => `【升级已结束】${title}：${metric}`,
			subjectPassedOn: (title, metric) => `【已转交】${title}：${metric}`,
			lead: {
				recovered: (metric) =>
					`此前曾通知您以下请求的${metric}已超时。该请求现已不再超时：时限已变更，或承诺实际上已按时兑现。`,
				done: (metric) => `此前曾通知您以下请求的${metric}已超时。现已处理完毕。`,
				taken: (metric) => `此前曾通知您以下请求的${metric}已超时。现已有人跟进。`,
				countedAnew: (metric) =>
					`此前曾通知您以下请求的${metric}已超时。该时限已不再适用。若按现行约定仍然超时，系统会再次通知您。`,
				waived: (metric) => `此前曾通知您以下请求的${metric}已超时。该时限现已获准豁免。`,
				passedOn: (metric) =>
					`此前曾通知您以下请求的${metric}已超时。该请求现已转由他人负责，系统已通知对方。`,
				cancelled: (metric) => `此前曾通知您以下请求的${metric}已超时。该请求现已取消。`,
			},
			dueNow: '新的时限',
			ended: '升级已结束，您无需再对此作出回应。',
			passedOn: '您无需再对此作出回应。',
			stillOpen: '升级已结束。该请求仍未完成，须在新的时限前处理。',
		},
		page: {
			title: '此请求已超时',
			lead: '对同事的承诺未能按时兑现。确认由您跟进后，暂不再通知其他人。',
			labels: {
				request: '请求',
				description: '描述',
				reference: '编号',
				ticket: '工单',
				service: '服务',
				department: '负责部门',
				priority: '优先级',
				requester: '提出人',
				due: '应完成时间',
				status: '状态',
				assignee: '负责人',
				told: '已通知',
				note: '备注',
			},
			statuses: { open: '处理中', paused: '等待中', resolved: '已解决', cancelled: '已取消' },
			as: (who) => `您将以${who}的身份确认。`,
			button: '我来跟进',
			buttonAssign: '由我处理',
			assignHint: '点击“由我处理”会将请求分配给您；点击“我来跟进”不会更改负责人。',
			note: '备注',
			noteHint: (longest) => `选填，最多 ${count(longest)} 个字。所有因此请求收到通知的人都能看到。`,
			noteTooLong: (length, longest) => `备注共 ${count(length)} 个字，请缩短至 ${count(longest)} 个字以内。`,
			notDone: '尚未作任何更改。',
			handOver: '或转交给同事',
			colleague: '同事',
			choose: '请选择',
			chooseOne: '请选择要转交的同事。',
			buttonHandOver: '转交',
			handedOverTitle: '已转交。',
			handedOver: (who) => `该请求现已分配给${who}。`,
			nowTold: (who) => `已通知：${who}。`,
			goesOn: '若无人跟进，升级将继续。',
			notHandedOver: '未能转交，未作任何更改。请选择其他同事。',
			assigned: '该请求已分配给您。',
			doneTitle: '谢谢，已记录由您跟进。',
			done: '暂不再通知其他人。若之后仍然超时，系统会再次通知您。您可以关闭此页面。',
			takenTitle: '已有人跟进此请求',
			takenByYou: '您已确认跟进，无需再操作。',
			takenBy: (who) => `${who}正在跟进，无需再操作。`,
			stoppedTitle: '此请求已了结',
			stopped: '通知您的原因已不存在，无需再操作。',
			listTitle: '已通知您的超时请求',
			listCount: (requests) => `共有 ${count(requests)} 个请求等待跟进。`,
			listFirst: (shown) => `仅显示最紧急的 ${count(shown)} 个。`,
			listNone: '目前没有等待您跟进的请求。您可以关闭此页面。',
		},
	},

	survey: {
		labels: {
			department: '部门',
			subject: '事项',
			survey: '调查',
			rating: '评分',
			comment: '意见',
			colleague: '同事',
			email: '邮箱',
		},
		someone: '一位同事',
		end: (rating, meaning) => `${rating} 分：${meaning}`,
		rating: (rating, _least, most) => `${rating} 分（满分 ${most} 分）`,
		anonymous: (minimumGroup) =>
			`本调查为匿名调查。您的姓名不会与您的评价一起保存。作答人数不足 ${minimumGroup} 人时，结果不予显示。`,
		identified: (department) => `本调查为实名调查。${department}及调查负责人会看到您的姓名和评价。`,
		page: {
			until: (instant) => `${instant}之前，您可以通过同一链接修改评价。`,
			button: '提交',
			buttonAnew: '提交修改',
			given: (rating) => `您已评价过：${rating}。如不重新提交，原评价保持不变。`,
			givenUnseen: '您已评价过。为避免他人看到，此处不显示您的评价；如不重新提交，原评价保持不变。',
			notSent: '您的评价尚未提交。',
			chooseRating: (least, most) => `请在 ${least} 至 ${most} 分中选择一个分数。`,
			shorten: (length, longest) => `您的意见共 ${length} 字，请缩短至 ${longest} 字以内。`,
			optional: (longest) => `选填，${longest} 字以内。`,
			optionalAnonymous: (longest) => `选填，${longest} 字以内。内容会原样转达，请勿写入能看出您身份的信息。`,
			thanksTitle: '感谢您的评价',
			thanks: '您的评价已保存，可以关闭此页面。',
			thanksUntil: (instant) => `您的评价已保存。${instant}之前，您可以通过同一链接修改。`,
			expiredTitle: '调查已结束',
			expired: '已不再接受评价。',
			expiredAt: (instant) => `评价截止时间为${instant}。`,
			answeredTitle: '您已评价过',
			answered:
				'您已通过另一封邮件中的链接提交了评价。由于本调查为匿名调查，只能通过那个链接修改。此处无需再操作。',
			stands: '您提交的评价如下：',
		},
		mail: {
			subject: (title) => title,
			subjectAgain: (title) => `【提醒】${title}`,
			lead: '想请您对以下工作做个评价。只有一个问题，一分钟即可完成。',
			reminder: REMINDER,
			reminderAnonymous: `${REMINDER}系统只知道您是否已作答，无法得知哪一份评价是您的。`,
			ask: '在以下页面上提交后，评价才会生效：',
			button: '打开评价页面',
			until: (instant) => `评价截止时间为${instant}，在此之前您也可以随时修改。`,
			keep: '请勿转发此邮件：持有链接的人可以修改您的评价。',
		},
		low: {
			subject: (subject, rating, name) => `【低分反馈】${subject}：${name}评了 ${rating} 分`,
			lead: (department, name) => `${name}对${department}的工作不太满意。`,
			followUp:
				'请在两个工作日内回复这位同事：感谢对方如实反馈，了解问题所在，并说明将如何改进。请不要要求对方改分。',
			until: (name, instant) => `${instant}之前，${name}仍可修改评价。`,
		},
		ends: {
			nps: { least: '完全不可能', most: '非常可能' },
			csat: { least: '非常不满意', most: '非常满意' },
			ces: { least: '非常费力', most: '非常省力' },
		},
		readyMade: {
			'milestone-csat': {
				title: '“{subject}”已完成，想听听您的评价',
				question: '在“{subject}”中，您对{department}的工作满意吗？',
				comment: '哪些地方做得好？下次还有哪些可以改进？',
			},
			'internal-nps': {
				title: '耽误您两分钟，聊聊与{department}的合作',
				question: '您有多大可能向同事推荐{department}的服务？',
				comment: '您打这个分数，最主要的原因是什么？',
			},
			'effort-after-request': {
				title: '您的申请“{subject}”已办结，过程还顺利吗？',
				question: '这次请{department}办理，整个过程您觉得省力吗？',
				comment: '哪个环节还可以更省力？',
			},
		},
	},
};
