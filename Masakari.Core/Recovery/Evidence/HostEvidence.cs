using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>Gathers evidence that a reported host is dead.</summary>
internal sealed class HostEvidence
{
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(120);

    private readonly INova nova;
    private readonly HostJournal journal;
    private readonly EngineControl control;
    private readonly EvidenceOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<HostEvidence> logger;

    public HostEvidence(
        INova nova, HostJournal journal, EngineControl control, EvidenceOptions options, TimeProvider clock,
        ILogger<HostEvidence> logger) =>
        (this.nova, this.journal, this.control, this.options, this.clock, this.logger) = (nova, journal, control, options, clock, logger);

    /// <summary>Begins to look at a host, from where the journal says that a former attempt or life left it.</summary>
    public async Task<Gathering> BeginAsync(ClaimSet claim, string host, CancellationToken ct) =>
        new(this, claim, host, await journal.FindAsync(claim.Notification, ct) ?? new HostJournalEntry());

    /// <summary>One list serves for the host itself and for the others.</summary>
    private async Task<HostReading?> ReadAsync(string host, CancellationToken ct)
    {
        try
        {
            var reading = await nova.ListServicesAsync(ct);
            var others = reading.Value.Where(service => service.Host != host).ToList();
            return reading.Value.FirstOrDefault(service => service.Host == host) is { } found ? new(found, others, reading.At) : null;
        }
        catch (OpenStackException e)
        {
            logger.LookFailed(host, e.Message);
            return null;
        }
    }

    /// <summary>The looks at one host in one recovery.</summary>
    internal sealed class Gathering
    {
        private readonly HostEvidence outer;
        private readonly ClaimSet claim;
        private readonly string host;
        private readonly Heartbeats heartbeats;
        private readonly NovaPicture picture;
        private readonly HeartbeatPace pace;
        private readonly StoredEvidence stored;
        private readonly IEvidenceSource[] sources;

        internal Gathering(HostEvidence outer, ClaimSet claim, string host, HostJournalEntry entry)
        {
            (this.outer, this.claim, this.host) = (outer, claim, host);
            var options = outer.options;
            heartbeats = new Heartbeats(entry.Sighting, entry.HeartbeatAt, options.NovaReportInterval, outer.clock);
            picture = new NovaPicture(options.NovaReportInterval, outer.clock);
            pace = new HeartbeatPace(options.NovaReportInterval, outer.clock, outer.logger);
            stored = new StoredEvidence(entry.Evidence);
            sources =
            [
                stored,
                new ForcedDownEvidence(heartbeats, picture, options.ForcedDownSettle),
                new OperatorEvidence(outer.control, heartbeats, outer.logger),
                new SilenceEvidence(heartbeats, options, picture),
            ];
        }

        /// <summary>The last heartbeat before the silence, as far as known.</summary>
        public DateTimeOffset? LastHeartbeat => heartbeats.Last;

        /// <summary>The pause between two looks.</summary>
        public TimeSpan Interval => outer.options.LookInterval;

        /// <summary>The pause between two looks while nothing is to be sent.</summary>
        public TimeSpan SlowInterval => outer.options.NovaReportInterval;

        /// <summary>How long to look at a host of which Nova neither receives heartbeats nor says that it is down.</summary>
        public TimeSpan Patience => outer.options.WantedSilence * 2 + Beyond;

        /// <summary>A long pause lies between the looks: those at the other hosts begin anew.</summary>
        public void BeginAnew() => picture.BeginAnew();

        /// <summary>One look. What the next attempt or life must know of it is written down before the verdict is given.</summary>
        public async Task<HostLook> LookAsync(CancellationToken ct)
        {
            claim.ShowLife();
            if (await outer.ReadAsync(host, ct) is not { } reading) return new HostLook(null, EvidenceVerdict.Unsure);
            var before = heartbeats.Sighting;
            var voids = heartbeats.TakeIn(reading.Service, reading.At);
            if (!heartbeats.Sighting!.ShowsTheSameAs(before)) await outer.journal.NoteSightingAsync(claim, heartbeats.Sighting, heartbeats.Last, voids);
            if (voids) DropStored();
            picture.TakeIn(reading.Others);
            pace.TakeIn(reading.Others);
            return new HostLook(reading, heartbeats.GoOn ? EvidenceVerdict.Alive : await JudgeAsync(reading, ct));
        }

        /// <summary>Writes down why the host may be evacuated, and logs it.</summary>
        public async Task KeepAsync(EvidenceVerdict verdict, HostReading reading)
        {
            var (evidence, notification, last) = (verdict.Death!.Value, claim.Notification, heartbeats.Last);
            await outer.journal.NoteEvidenceAsync(claim, evidence, reading.At);
            stored.Keep(evidence);
            if (evidence == DeathEvidence.ConfirmedDown) outer.logger.ConfirmedDown(notification, host, verdict.By, last);
            else if (evidence == DeathEvidence.ForcedDown) outer.logger.ForcedDown(notification, host, last);
            else outer.logger.FellSilent(notification, host, last, (reading.At - (last ?? reading.At)).TotalSeconds);
        }

        private void DropStored()
        {
            if (stored.Holds) outer.logger.EvidenceVoid(host, heartbeats.Last);
            stored.Drop();
        }

        private async Task<EvidenceVerdict> JudgeAsync(HostReading reading, CancellationToken ct)
        {
            EvidenceVerdict? first = null;
            foreach (var source in sources)
            {
                if (await source.JudgeAsync(reading, ct) is not { } verdict) continue;
                if (verdict.Death is not null) return verdict;
                first ??= verdict;
            }
            return first ?? EvidenceVerdict.Unsure;
        }
    }
}
