using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Masakari.Core.Configuration;

namespace Masakari.Host.Service;

/// <summary>
/// What the API shows and demands under HTTPS. Files that have changed count for the next connection; those that cannot be used are read again only when
/// they change once more, or, if they could not even be opened, once they can.
/// </summary>
internal sealed class ServerCertificate
{
    private readonly PemFile certificate;
    private readonly PemFile key;
    private readonly X509Certificate2Collection? authorities;
    private readonly Lock renewing = new();
    private volatile Loaded loaded;

    private ServerCertificate(PemFile certificate, PemFile key, X509Certificate2Collection? authorities, Loaded loaded) =>
        (this.certificate, this.key, this.authorities, this.loaded) = (certificate, key, authorities, loaded);

    /// <returns><see langword="null"/> without <c>use_ssl</c>, or with files that cannot be used, which are errors of the configuration.</returns>
    internal static ServerCertificate? Read(Conf conf)
    {
        var wanted = conf.Default.Bool("use_ssl", false, "Serve HTTPS with the certificate and key named in [wsgi] or [ssl].");
        var (wsgi, ssl) = (conf.Section("wsgi"), conf.Section("ssl"));
        const string Chain = "PEM file of the API's certificate, followed by its intermediate certificates. Required with use_ssl.";
        const string Key = "PEM file of the private key of the certificate, without a passphrase. Required with use_ssl.";
        const string Authorities = "PEM file of CA certificates: each client must have a certificate of one of these CAs. Unset = "
            + "clients need no certificate.";
        var certificate = PemFile.Named(
            (wsgi, "ssl_cert_file", wsgi.Text("ssl_cert_file", null, Chain)),
            (ssl, "cert_file", ssl.Text("cert_file", null, Chain, was: ["DEFAULT.ssl_cert_file"])));
        var key = PemFile.Named(
            (wsgi, "ssl_key_file", wsgi.Text("ssl_key_file", null, Key)), (ssl, "key_file", ssl.Text("key_file", null, Key, was: ["DEFAULT.ssl_key_file"])));
        var authorities = PemFile.Named(
            (wsgi, "ssl_ca_file", wsgi.Text("ssl_ca_file", null, Authorities)), (ssl, "ca_file", ssl.Text("ca_file", null, Authorities, was: ["DEFAULT.ssl_ca_file"])));
        if (!wanted)
            return null;
        if (certificate is null || key is null)
        {
            var missing = certificate is null ? "ssl_cert_file" : "ssl_key_file";
            conf.Default.Error("use_ssl", $"needs [wsgi] ssl_cert_file and ssl_key_file; {missing} is not set");
            return null;
        }

        var trusted = authorities?.Use(Certificates);
        var loaded = certificate.Use(PublicHalf) is null ? null : key.Use(_ => Loaded.From(certificate.Path, key.Path));
        return loaded is null || (authorities is not null && trusted is null) ? null : new ServerCertificate(certificate, key, trusted, loaded);
    }

    /// <summary>What the next connection is offered.</summary>
    /// <param name="logger">Told, once per change, of files that have changed: what is in use now, or why they cannot be used.</param>
    public SslServerAuthenticationOptions ForConnection(ILogger logger) => new()
    {
        ServerCertificateContext = Current(logger).Context,
        ClientCertificateRequired = authorities is not null,
        CertificateChainPolicy = authorities is null ? null : Demand(authorities),
    };

    private Loaded Current(ILogger logger)
    {
        if (loaded.IsOf(certificate.Path, key.Path))
            return loaded;
        lock (renewing)
        {
            if (!loaded.IsOf(certificate.Path, key.Path))
                loaded = Renewed(loaded, logger);
            return loaded;
        }
    }

    private Loaded Renewed(Loaded former, ILogger logger)
    {
        var stamp = Loaded.StampOf(certificate.Path, key.Path);
        try
        {
            var renewed = Loaded.From(certificate.Path, key.Path);
            var shown = renewed.Context.TargetCertificate;
            logger.CertificateRenewed(certificate.Path, shown.Subject, shown.NotAfter.ToUniversalTime());
            return renewed;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (former.Trouble != problem.Message || former.Stamp != stamp)
                logger.CertificateNotRead(problem.Message);
            return former with { Stamp = stamp, Trouble = problem.Message, IsUnread = problem is IOException or UnauthorizedAccessException };
        }
    }

    // Certificates in between come from the client itself. Nothing is fetched: where to would be the client's choice.
    private static X509ChainPolicy Demand(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));   // for clients
        return policy;
    }

    private static X509Certificate2 PublicHalf(string pem) => X509Certificate2.CreateFromPem(pem);

    private static X509Certificate2Collection Certificates(string pem)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        return all.Count > 0 ? all : throw new CryptographicException("the file contains no certificate");
    }

    /// <summary>The certificate as it stood in the files at a moment.</summary>
    private sealed record Loaded(SslStreamCertificateContext Context, (FileMark?, FileMark?) Stamp)
    {
        /// <summary>Why what the stamp stands for is not in use, or <see langword="null"/>.</summary>
        public string? Trouble { get; init; }

        /// <summary>Whether the files could not even be opened; that they can be by now shows in no stamp.</summary>
        public bool IsUnread { get; init; }

        public bool IsOf(string certificateFile, string keyFile) => !IsUnread && StampOf(certificateFile, keyFile) == Stamp;

        public static Loaded From(string certificateFile, string keyFile)
        {
            var stamp = StampOf(certificateFile, keyFile);
            var own = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            var chain = Certificates(File.ReadAllText(certificateFile));
            return new Loaded(SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true), stamp);
        }

        public static (FileMark?, FileMark?) StampOf(string certificateFile, string keyFile)
        {
            try
            {
                return (FileMark.Of(certificateFile), FileMark.Of(keyFile));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return default;   // reading them tells why
            }
        }
    }
}
