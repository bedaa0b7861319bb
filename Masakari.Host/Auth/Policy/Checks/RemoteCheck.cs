namespace Masakari.Host.Auth.Policy.Checks;

/// <summary><c>http:</c> or <c>https:</c> and an address: another server decides.</summary>
internal sealed class RemoteCheck(TargetText address) : IPolicyCheck
{
    public async ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) =>
        address.For(question.Target, Uri.EscapeDataString) is not { } url ? Ruling.Denied
        : Uri.TryCreate(url, UriKind.Absolute, out var server) ? await question.Remote.AskAsync(server, question, ct)
        : Ruling.Unclear;
}
