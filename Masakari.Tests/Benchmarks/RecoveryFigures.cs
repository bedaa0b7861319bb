using System.Globalization;

namespace Masakari.Tests.Benchmarks;

/// <summary>The figures of one recovery, or of several hosts that are recovered beside each other.</summary>
internal sealed record RecoveryFigures
{
    public required CloudReport Cloud { get; init; }

    /// <summary>The moment before the first POST of a notification. The proof was there before.</summary>
    public required DateTimeOffset Posted { get; init; }

    /// <summary>When the log shows the last notification finished.</summary>
    public required DateTimeOffset Finished { get; init; }

    public required TimeSpan Ideal { get; init; }

    /// <summary>The statements that the database server has run since the POST, also those of the service's timers.</summary>
    public required long Statements { get; init; }

    /// <summary>The messages to the database server, with the answer to each: a batch of statements is one.</summary>
    public required long RoundTrips { get; init; }

    public required TimeSpan ServiceCpu { get; init; }

    public required TimeSpan CloudCpu { get; init; }

    public required long IdleMiB { get; init; }

    public required long PeakMiB { get; init; }

    /// <summary>From the first evacuate call to the last landing, as a multiple of the ideal.</summary>
    public double Ratio => Took / Ideal;

    private TimeSpan Took => Landed - First;

    private DateTimeOffset First => Cloud.FirstEvacuate!.Value;

    private DateTimeOffset Landed => Cloud.Ended.Max();

    private double Instances => Cloud.Ended.Count;

    public override string ToString() => string.Join("\n    ", Lines());

    private IEnumerable<string> Lines()
    {
        yield return Text($"  ratio {Ratio:0.00}: {Took.TotalSeconds:0.00} s, ideal {Ideal.TotalSeconds:0.00} s");
        yield return Text($"POST -> first evacuate {(First - Posted).TotalSeconds:0.00} s");
        yield return Text($"last landing -> finished {(Finished - Landed).TotalSeconds:0.00} s");
        yield return Text($"an instance: {RoundTrips / Instances:0.00} round trips to the database ({Statements / Instances:0.0} statements)");
        yield return Text($"an instance: {Cloud.NovaCalls.Values.Sum() / Instances:0.00} Nova calls");
        yield return Text($"{Cloud.Tokens} tokens; RSS {IdleMiB} MiB idle, {PeakMiB} MiB peak");
        yield return Text($"CPU service {ServiceCpu.TotalSeconds:0.0} s, cloud {CloudCpu.TotalSeconds:0.0} s");
        yield return $"accepted by second: {BySecond(Cloud.Accepted)}; landed: {BySecond(Cloud.Ended)}";
        yield return string.Join(", ", Cloud.NovaCalls.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string BySecond(IReadOnlyList<DateTimeOffset> moments)
    {
        var counts = moments.CountBy(moment => (int)(moment - First).TotalSeconds).ToDictionary();
        return string.Join(' ', Enumerable.Range(0, counts.Keys.Max() + 1).Select(second => counts.GetValueOrDefault(second)));
    }
}
