using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Masakari.Core.Persistence;

/// <summary>Finds out why a connection with TLS cannot be opened: the driver says no more than "SSL Authentication Error".</summary>
internal static class TlsTrouble
{
    /// <summary>The reason in words, or <see langword="null"/> when neither a certificate nor a file is the reason.</summary>
    public static TlsException? Explain(DatabaseUrl url, Exception e)
    {
        if (url.Tls is TlsDemand.None or TlsDemand.Disabled)
            return null;
        return FileTrouble(url) ?? (CertificateTrouble(url, e) is { } reason ? new TlsException(reason, e) : null);
    }

    private static TlsException? FileTrouble(DatabaseUrl url)
    {
        var parameter = "";
        try
        {
            if (url.TlsCa is { } authorities)
            {
                parameter = $"ssl_ca={authorities}";
                X509CertificateLoader.LoadCertificateFromFile(authorities).Dispose();
            }
            if (url.TlsCert is { } certificate)
            {
                parameter = url.TlsKey is { } key ? $"ssl_cert={certificate} with ssl_key={key}" : $"ssl_cert={certificate}";
                X509Certificate2.CreateFromPemFile(certificate, url.TlsKey ?? certificate).Dispose();
            }
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new TlsException($"The database URL's {parameter} cannot be used: {problem.Message}", problem);
        }
    }

    private static string? CertificateTrouble(DatabaseUrl url, Exception e)
    {
        if (e.InnerException is not AuthenticationException problem)
            return null;
        var server = url.UnixSocket ?? $"{url.Host}:{url.Port}";
        var certificate = $"The certificate of the database server {server}";
        if (problem.Message.Contains(nameof(SslPolicyErrors.RemoteCertificateChainErrors), StringComparison.Ordinal))
            return $"{certificate} has expired or is not signed by an authority {(url.TlsCa is { } ca ? $"in {ca}" : "that this machine trusts")}.";
        return problem.Message.Contains(nameof(SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal)
            ? $"{certificate} does not name the host {url.Host}."
            : $"TLS with the database server {server} failed: {problem.GetBaseException().Message}";
    }
}
