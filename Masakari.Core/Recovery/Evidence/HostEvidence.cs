using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>Gathers evidence that a reported host is dead.</summary>
internal sealed class HostEvidence
{
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(120);

    private readonly SharedServices services;
    private readonly HostJournal journal;
    private readonly HostFencing fences;
    private readonly EvidenceSources sources;
    private readonly EvidenceOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<HostEvidence> logger;
    private readonly NovaPictures pictures;

    public HostEvidence(
        SharedServices services, HostJournal journal, HostFencing fences, EvidenceSources sources, EvidenceOptions options, TimeProvider clock,
        ILogger<HostEvidence> logger)
    {
        (this.services, this.journal, this.fences, this.sources) = (services, journal, fences, sources);
        (this.options, this.clock, this.logger) = (options, clock, logger);
        pictures = new NovaPictures(options.NovaReportInterval, clock);
    }

    /// <summary>Begins to look at a host, from where the journal says that a former attempt or life left it.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="ct">Ends a fence command, as disposing the result does.</param>
    public async Task<Gathering> BeginAsync(RecoveryContext context, CancellationToken ct)
    {
        var entry = await journal.FindAsync(context.Notification.Uuid, ct) ?? new HostJournalEntry();
        return new(this, context, entry, wasBlind: await journal.WasProcessReportedAsync(context.Host.Uuid, ct), ct);
    }

    /// <summary>The looks at one host in one recovery.</summary>
    internal sealed class Gathering : IAsyncDisposable
    {
        private readonly HostEvidence outer;
        private readonly RecoveryContext context;
        private readonly Heartbeats heartbeats;
        private readonly NovaPicture picture;
        private readonly HeartbeatPace pace;
        private readonly bool wasBlind;
        private readonly StoredEvidence stored;
        private readonly FencingOfHost fencing;
        private readonly IEvidenceSource[] sources;

        internal Gathering(HostEvidence outer, RecoveryContext context, HostJournalEntry entry, bool wasBlind, CancellationToken ct)
        {
            (this.outer, this.context, this.wasBlind) = (outer, context, wasBlind);
            var options = outer.options;
            heartbeats = new Heartbeats(entry, options.NovaReportInterval, outer.clock);
            picture = outer.pictures.Of(context.Host.Name);
            pace = new HeartbeatPace(options.NovaReportInterval, outer.clock, outer.logger);
            stored = new StoredEvidence(heartbeats, entry.Evidence, picture);
            fencing = outer.fences.Begin(context, ct);
            sources = outer.sources.For(context.Host, heartbeats, picture, stored, fencing);
        }

        /// <summary>The last heartbeat before the silence, as far as known.</summary>
        public DateTimeOffset? LastHeartbeat => heartbeats.Last;

        /// <summary>The host has missed heartbeats: if it is back, it may have rebooted.</summary>
        public bool HasMissedHeartbeats => heartbeats.HasMissedSome;

        /// <summary>The pause between two looks.</summary>
        public TimeSpan Interval => outer.options.LookInterval;

        /// <summary>The pause between two looks while nothing is to be sent.</summary>
        public TimeSpan SlowInterval => outer.options.NovaReportInterval;

        /// <summary>How long to look at a host of which Nova neither receives heartbeats nor says that it is down.</summary>
        public TimeSpan Patience => outer.options.WantedSilence * 2 + Beyond;

        /// <summary>A long pause lies between the looks: those at the other hosts begin anew, and the fence command is asked again.</summary>
        public void BeginAnew()
        {
            picture.BeginAnew();
            fencing.AskAnew();
        }

        /// <summary>One look, at once.</summary>
        /// <param name="mayBeShared">
        /// A list is accepted that was asked for less than an interval ago, for another host. Not for the first look: what the journal
        /// has of the host may be newer. Not while evidence is gathered: each silence is measured between looks that are newer than it.
        /// </param>
        /// <param name="ct">Gives up.</param>
        /// <exception cref="OpenStackException">The first look of the recovery failed; a later one is repeated.</exception>
        public Task<HostLook> LookAsync(bool mayBeShared, CancellationToken ct) =>
            LookAsync(outer.services.ReadAsync(mayBeShared ? Interval : TimeSpan.Zero, ct), ct);

        /// <summary>The next look of a row of looks, an interval after the last one of all hosts.</summary>
        /// <exception cref="OpenStackException">The first look of the recovery failed; a later one is repeated.</exception>
        public Task<HostLook> LookNextAsync(CancellationToken ct) => LookAsync(outer.services.ReadNextAsync(ct), ct);

        /// <summary>Writes down why the host may be evacuated, and logs it.</summary>
        public async Task KeepAsync(EvidenceVerdict verdict, HostReading reading)
        {
            var (evidence, last) = (verdict.Death!.Value, heartbeats.Last);
            var (notification, host) = (context.Notification.Uuid, context.Host.Name);
            await outer.journal.NoteEvidenceAsync(context.Claim, evidence, reading.At);
            stored.Keep(evidence);
            if (evidence == DeathEvidence.ConfirmedDown) outer.logger.ConfirmedDown(notification, host, verdict.By, last);
            else if (evidence == DeathEvidence.ForcedDown) outer.logger.ForcedDown(notification, host, last);
            else if (evidence == DeathEvidence.Fenced) outer.logger.Fenced(notification, host, last);
            else outer.logger.FellSilent(notification, host, last, (reading.At - (last ?? reading.At)).TotalSeconds);
        }

        public ValueTask DisposeAsync() => fencing.DisposeAsync();

        /// <summary>What the next attempt or life must know of a look is written down before the verdict is given.</summary>
        private async Task<HostLook> LookAsync(Task<SharedAnswer<Reading<IReadOnlyList<ComputeService>>>> asked, CancellationToken ct)
        {
            context.Claim.ShowLife();
            var host = context.Host.Name;
            SharedAnswer<Reading<IReadOnlyList<ComputeService>>> answer;
            try
            {
                answer = await asked;   // one list serves for the host itself and for the others
            }
            catch (OpenStackException e) when (heartbeats.Sighting is not null)
            {
                outer.logger.LookFailed(host, e.Message);
                return new HostLook(null, EvidenceVerdict.Unsure, outer.clock.GetTimestamp()) { Trouble = e.IsAway ? e : null };
            }
            var (services, at) = answer.Value;
            if (services.FirstOrDefault(service => service.Host == host) is not { } found)
                return new HostLook(null, heartbeats.Sighting is null ? EvidenceVerdict.NoService : EvidenceVerdict.Unsure, answer.SentAt);
            var reading = new HostReading(found, [.. services.Where(service => service.Host != host)], at);
            await TakeInAsync(reading);
            return new HostLook(reading, heartbeats.GoOn ? EvidenceVerdict.Alive : await JudgeAsync(reading, ct), answer.SentAt);
        }

        private async Task TakeInAsync(HostReading reading)
        {
            var (before, wasAway) = (heartbeats.Sighting, heartbeats.HasMissedSome);
            var voids = heartbeats.TakeIn(reading.Service, reading.At);
            var now = heartbeats.Sighting!;
            if (wasBlind) heartbeats.SilenceFrom ??= reading.At;
            if (!now.ShowsTheSameAs(before) || heartbeats.HasMissedSome != wasAway)
                await outer.journal.NoteHeartbeatsAsync(context.Claim, heartbeats.Note(voids));
            if (voids && stored.Holds) outer.logger.EvidenceVoid(context.Host.Name, heartbeats.Last);
            if (voids) stored.Drop();
            // A disable writes into the same record, and we send one after the first look: then the record shows no heartbeat.
            picture.TakeIn(reading.Others, before is null && reading.Service is { Up: true, Enabled: true } ? reading.Service.UpdatedAt : null);
            pace.TakeIn(reading.Others);
        }

        private async Task<EvidenceVerdict> JudgeAsync(HostReading reading, CancellationToken ct)
        {
            EvidenceVerdict? first = null;
            foreach (var source in sources)
            {
                if (await source.JudgeAsync(reading, ct) is not { } verdict) continue;
                if (verdict.Death is not null || verdict.Hold is not null) return verdict;
                first ??= verdict;
            }
            return first ?? EvidenceVerdict.Unsure;
        }
    }
}
