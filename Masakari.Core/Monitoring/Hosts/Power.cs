namespace Masakari.Core.Monitoring.Hosts;

/// <summary>Whether somebody has seen a host switched off.</summary>
/// <param name="IsOff"><see langword="true"/>: seen off; <see langword="false"/>: seen on; <see langword="null"/>: nobody can tell.</param>
/// <param name="Words">Who has seen what, as a part of a sentence.</param>
internal sealed record Power(bool? IsOff, string Words);
