namespace Masakari.Host.Auth.Policy;

/// <summary>One condition of the policy language, or a compound of them.</summary>
internal interface IPolicyCheck
{
    ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct);

    /// <summary>The rules that it refers to.</summary>
    IEnumerable<string> References => [];
}
