namespace Masakari.Core.Persistence;

/// <summary>What a database URL demands of the connection's encryption.</summary>
public enum TlsDemand
{
    /// <summary>Nothing was said: encrypted when the server offers it.</summary>
    None,

    /// <summary>ssl_disabled.</summary>
    Disabled,

    /// <summary>Encrypted, whoever the server is.</summary>
    Encrypt,

    /// <summary>The server's certificate must come from a known authority.</summary>
    VerifyCertificate,

    /// <summary>… and name the host of the URL.</summary>
    VerifyIdentity,
}
