using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Masakari.Tests.Service;

/// <summary>A certificate authority for tests and its certificates, as PEM files in a folder that is deleted at the end.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-tls-");
    private readonly X509Certificate2 authority;

    public Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority = request.CreateSelfSigned(From, To);
        File.WriteAllText(Path("ca.pem"), authority.ExportCertificatePem());
    }

    private static DateTimeOffset From => DateTimeOffset.UnixEpoch;

    private static DateTimeOffset To => new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Path(string file) => System.IO.Path.Combine(folder.FullName, file);

    /// <summary>Writes NAME.pem and NAME.key; also returns the certificate with its key.</summary>
    public X509Certificate2 Issue(string name, Action<CertificateRequest>? adjust = null, X509Certificate2? by = null, string? subject = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject ?? $"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        adjust?.Invoke(request);
        using var issued = request.Create(by ?? authority, From, To, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path(name + ".pem"), issued.ExportCertificatePem());
        File.WriteAllText(Path(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }
}
