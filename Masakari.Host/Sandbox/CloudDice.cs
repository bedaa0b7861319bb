using System.Security.Cryptography;
using System.Text;

namespace Masakari.Host.Sandbox;

/// <summary>
/// Ids and random numbers that depend only on the seed and on names: the order of parallel requests has no influence.
/// </summary>
internal sealed class CloudDice(int seed)
{
    private long requests;

    public Guid Uuid(string what) => new(Bytes(what).AsSpan(0, 16));

    /// <summary>32 hexadecimal digits, the form of Keystone's ids.</summary>
    public string Hex(string what) => Uuid(what).ToString("N");

    /// <summary>At least 0, less than 1.</summary>
    public double Share(string what) => (BitConverter.ToUInt64(Bytes(what)) >> 11) * (1.0 / (1UL << 53));

    public string NextRequestId() => $"req-{Uuid($"request/{++requests}")}";

    private byte[] Bytes(string what) => SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{what}"));
}
