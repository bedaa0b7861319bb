using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Masakari.Core.OpenStack.Http;

/// <summary>Real connections.</summary>
public static class SocketTransport
{
    /// <summary>A handler that never follows a redirect: it would carry the token to another host.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The CA file holds no certificate.</exception>
    /// <exception cref="IOException">The CA file can't be read.</exception>
    public static HttpMessageHandler Create(TransportOptions options) => new SocketsHttpHandler
    {
        ConnectTimeout = options.ConnectLimit,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),     // DNS changes of a virtual address are seen
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20), // shorter than any server's: a POST on a dying connection is not repeated
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        SslOptions = Tls(options),
    };

    private static SslClientAuthenticationOptions Tls(TransportOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.Insecure)
        {
#pragma warning disable CA5359 // the operator said nova_api_insecure or insecure
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.CaFile is { } file)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }

        return tls;
    }
}
