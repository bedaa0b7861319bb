namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>Which networks a host must have lost to be recovered.</summary>
/// <param name="Sequence">The networks, in the order of the rows.</param>
/// <param name="Rows">What is done for each combination; <see langword="null"/> = the original's default.</param>
internal sealed record ConsulMatrix(IReadOnlyList<string> Sequence, IReadOnlyList<ConsulMatrixRow>? Rows)
{
    private const string Storage = "storage";

    /// <summary>
    /// Whether the host is recovered. Without a file: when it has lost the storage network or, where that is not watched, all networks.
    /// </summary>
    /// <param name="isUp">For each network of the sequence.</param>
    public bool Recovers(IReadOnlyList<bool> isUp)
    {
        if (Rows is not null) return Rows.FirstOrDefault(row => row.IsUp.SequenceEqual(isUp))?.Recovers == true;
        return Sequence.Contains(Storage) ? !isUp[Sequence.ToList().IndexOf(Storage)] : isUp.All(up => !up);
    }
}

/// <summary>A row of the matrix.</summary>
/// <param name="IsUp">For each network of the sequence.</param>
/// <param name="Recovers">Whether the host is recovered then.</param>
internal sealed record ConsulMatrixRow(IReadOnlyList<bool> IsUp, bool Recovers);
