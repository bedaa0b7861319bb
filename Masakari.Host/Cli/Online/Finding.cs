namespace Masakari.Host.Cli.Online;

/// <summary>How a check ended.</summary>
internal enum Verdict
{
    Ok,
    Failed,
    Note,
}

/// <summary>The result of one check, for one line.</summary>
/// <param name="Verdict">How the check ended.</param>
/// <param name="Subject">What was checked.</param>
/// <param name="Text">What was found; of a failure the cause and the cure. Never a secret.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text)
{
    /// <summary>Whether <c>masakari manage db sync</c> cures the failure.</summary>
    public bool NeedsSync { get; init; }

    public static Finding Ok(string subject, string text) => new(Verdict.Ok, subject, text);

    public static Finding Note(string subject, string text) => new(Verdict.Note, subject, text);

    public static Finding Failed(string subject, string cause, string cure) =>
        new(Verdict.Failed, subject, $"{cause.TrimEnd('.', ' ')}. {cure}");

    public override string ToString()
    {
        var word = Verdict switch { Verdict.Ok => "OK", Verdict.Failed => "failed", _ => "note" };
        return $"{word,-8}{Subject}: {Text}";
    }
}
