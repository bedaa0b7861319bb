namespace Masakari.Core.OpenStack.Nova;

/// <summary>What Nova answered, and when by its own clock.</summary>
/// <param name="Value">The answer.</param>
/// <param name="At">The answer's <c>Date</c> header: whole seconds, rounded down. Ages are counted with it: our clock may be wrong.</param>
public sealed record Reading<T>(T Value, DateTimeOffset At);
