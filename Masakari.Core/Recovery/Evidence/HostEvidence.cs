using System.Runtime.CompilerServices;
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
    /// <summary>How long to look beyond twice the wanted silence at a host that Nova reports up without hearing from it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

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
    public Gathering Begin(ClaimSet claim, string host, HostJournalEntry entry) => new(this, claim, host, entry);

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
        private readonly NovaPicture picture;
        private readonly SilenceEvidence silence;
        private readonly IEvidenceSource[] sources;
        private bool waits;
        private long began;

        internal Gathering(HostEvidence outer, ClaimSet claim, string host, HostJournalEntry entry)
        {
            (this.outer, this.claim, this.host) = (outer, claim, host);
            picture = new NovaPicture(outer.options.NovaReportInterval, outer.clock);
            silence = new SilenceEvidence(entry.HeartbeatAt, outer.options, picture);
            if (entry.ServiceDisabledByUs) silence.ExpectPutOfFormerLife();
            // Proof first. Silence comes before the operator's word, which a later heartbeat makes void: silence takes in the heartbeats.
            sources = [new ForcedDownEvidence(), silence, new OperatorEvidence(outer.control, silence)];
        }

        /// <summary>The last heartbeat before the silence, as far as known.</summary>
        public DateTimeOffset? LastHeartbeat => silence.LastHeartbeat;

        /// <summary>The pause between two looks.</summary>
        public TimeSpan Interval => outer.options.LookInterval;

        /// <summary>A disable of ours is about to be sent: the change of the record that it causes is no heartbeat.</summary>
        public void ExpectOwnChange() => silence.ExpectOwnPut();

        /// <summary>The verdict grew old while a pause was waited out: the looks at the others and the patience begin anew.</summary>
        public void BeginAnew()
        {
            picture.BeginAnew();
            began = outer.clock.GetTimestamp();
        }

        /// <summary>
        /// A look every <see cref="Interval"/>, until the caller has seen enough or the patience is at its end. A verdict that waits uses
        /// up no patience, and neither do looks that fail after it.
        /// </summary>
        public async IAsyncEnumerable<HostLook> LooksAsync([EnumeratorCancellation] CancellationToken ct)
        {
            for (BeginAnew(); outer.clock.GetElapsedTime(began) < outer.options.WantedSilence * 2 + Patience;)
            {
                claim.ShowLife();
                var reading = await outer.ReadAsync(host, ct);
                var verdict = reading is null ? EvidenceVerdict.Unsure : await JudgeAsync(reading, ct);
                if (reading is not null) waits = verdict.Waits is not null;
                if (waits) began = outer.clock.GetTimestamp();
                yield return new HostLook(reading, verdict);
                await Task.Delay(Interval, outer.clock, ct);
            }
        }

        /// <summary>The first source that can tell has the word. One that waits leaves it to a later one with proof.</summary>
        private async Task<EvidenceVerdict> JudgeAsync(HostReading reading, CancellationToken ct)
        {
            EvidenceVerdict? waiting = null;
            foreach (var source in sources)
            {
                var known = silence.LastHeartbeat;
                var verdict = await source.JudgeAsync(reading, ct);
                if (silence.LastHeartbeat != known) await outer.journal.NoteHeartbeatAsync(claim, silence.LastHeartbeat);
                if (verdict is { Waits: null }) return verdict;
                waiting ??= verdict;
            }
            return waiting ?? EvidenceVerdict.Unsure;
        }
    }
}
