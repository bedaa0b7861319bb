namespace Masakari.Host.Auth.Policy.Checks;

/// <summary>Says the same to everybody.</summary>
internal sealed class FixedCheck(Ruling ruling) : IPolicyCheck
{
    public static readonly FixedCheck Always = new(Ruling.Allowed);

    public static readonly FixedCheck Never = new(Ruling.Denied);

    /// <summary>Stands for what could not be understood.</summary>
    public static readonly FixedCheck Unclear = new(Ruling.Unclear);

    public ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) => new(ruling);
}
