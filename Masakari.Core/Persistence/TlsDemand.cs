namespace Masakari.Core.Persistence;

/// <summary>The encryption that a database URL requires.</summary>
public enum TlsDemand
{
    /// <summary>The URL does not say: encrypted when the server offers TLS.</summary>
    None,

    /// <summary>The URL says ssl_disabled: never encrypted.</summary>
    Disabled,

    /// <summary>Encrypted, without a check of the server's certificate.</summary>
    Encrypt,

    /// <summary>Encrypted; the server's certificate must come from a trusted authority.</summary>
    VerifyCertificate,

    /// <summary>As <see cref="VerifyCertificate"/>, and the certificate must name the host of the URL.</summary>
    VerifyIdentity,
}
