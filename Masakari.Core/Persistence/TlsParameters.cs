namespace Masakari.Core.Persistence;

/// <summary>The ssl_… parameters of a database URL.</summary>
internal sealed class TlsParameters
{
    private readonly Dictionary<string, string> given = [];

    /// <returns>Whether the parameter is one of the ssl_… parameters.</returns>
    public bool Take(string name, string value)
    {
        var key = name.ToLowerInvariant();
        if (key is not ("ssl_ca" or "ssl_cert" or "ssl_key" or "ssl_verify_cert" or "ssl_verify_identity" or "ssl_check_hostname" or "ssl_disabled" or "ssl"))
            return false;
        given[key] = value;
        return true;
    }

    public DatabaseUrl ApplyTo(DatabaseUrl url) => url with
    {
        Tls = Demand(),
        TlsCa = given.GetValueOrDefault("ssl_ca"),
        TlsCert = given.GetValueOrDefault("ssl_cert"),
        TlsKey = given.GetValueOrDefault("ssl_key"),
    };

    private TlsDemand Demand()
    {
        if (IsTrue("ssl_disabled"))
            return TlsDemand.Disabled;
        if (IsTrue("ssl_verify_identity") || IsTrue("ssl_check_hostname"))
            return TlsDemand.VerifyIdentity;
        // PyMySQL verifies the certificate and the host name as soon as it gets an authority, unless ssl_check_hostname is false.
        var authorityAlone = given.ContainsKey("ssl_ca") && !given.ContainsKey("ssl_verify_cert");
        if (authorityAlone && !IsFalse("ssl_check_hostname") && !IsFalse("ssl_verify_identity"))
            return TlsDemand.VerifyIdentity;
        if (authorityAlone || IsTrue("ssl_verify_cert"))
            return TlsDemand.VerifyCertificate;
        return given.Keys.Any(key => key is "ssl_ca" or "ssl_cert" or "ssl_key") || IsTrue("ssl") ? TlsDemand.Encrypt : TlsDemand.None;
    }

    private bool IsFalse(string name) => given.ContainsKey(name) && !IsTrue(name);

    private bool IsTrue(string name) => given.GetValueOrDefault(name)?.ToLowerInvariant() is "true" or "1" or "yes" or "on";
}
