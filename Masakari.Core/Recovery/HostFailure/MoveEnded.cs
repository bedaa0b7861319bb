using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>A move of a round.</summary>
/// <param name="Move">As it stood when the round began.</param>
/// <param name="End">How it ended.</param>
internal sealed record MoveEnded(MoveJournalEntry Move, MoveStep.End End);
