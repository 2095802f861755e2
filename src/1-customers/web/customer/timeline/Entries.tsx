import { useLanguage } from '#web/i18n/i18n.ts';
import { formatInstant, sayDay } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../../texts/index.ts';
import styles from './Entries.module.css';
import { EVENT_ICONS } from './event-icons.tsx';
import { type Group, groupEntries } from './group-entries.ts';
import { sayActor, sayGroup } from './say-event.ts';
import type { Entry } from './told.ts';

/** What happened, newest first, under the days it happened on. */
export function Entries({ of }: { of: readonly Entry[] }) {
  return (
    <div className={styles.days}>
      {groupEntries(of).map(({ day, groups }) => (
        <section key={day} className={styles.day}>
          <DayHeading day={day} />
          <ol>
            {groups.map(group => (
              <Line key={group[0].seq} group={group} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** `11月20日周五`; days of other years with their year. */
function DayHeading({ day }: { day: string }) {
  const language = useLanguage();
  const isThisYear = day.slice(0, 4) === formatInstant(new Date(), 'day').slice(0, 4);
  const said = sayDay(`${day}T12:00:00+08:00`, language);
  return <h3>{isThisYear ? said : `${day.slice(0, 4)} · ${said}`}</h3>;
}

function Line({ group }: { group: Group }) {
  const t = useTexts();
  const [first] = group;
  const { at } = first;
  const { icon, words, detail } = sayGroup(group, t);
  const Icon = EVENT_ICONS[icon];
  const { can } = useSession();
  const by = sayActor(first, t);
  const way = can('imports:write') ? by?.to : undefined;
  return (
    <li className={styles.line} data-icon={icon}>
      <span className={styles.icon} aria-hidden="true">
        <Icon />
      </span>
      <div>
        <p className={styles.words}>{words}</p>
        <p className={styles.detail}>
          <time dateTime={at}>{formatInstant(at).slice(11)}</time>
          {detail && <span>{detail}</span>}
          {by && <span>{way ? <PageLink to={way}>{by.name}</PageLink> : by.name}</span>}
        </p>
      </div>
    </li>
  );
}
