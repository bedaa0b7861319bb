using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.PythonAdoption;

/// <summary>A vmove that the Python original wrote: the journal has nothing about it.</summary>
/// <param name="VMove">The row.</param>
/// <param name="Instance">Nova's id.</param>
/// <param name="InstanceName">Its name then.</param>
/// <param name="Status">Where the original left it; <see langword="null"/> for a word that it never wrote.</param>
/// <param name="StartedAt">When it was about to ask for the evacuation.</param>
internal sealed record OriginalMove(Guid VMove, Guid Instance, string InstanceName, VMoveStatus? Status, DateTimeOffset? StartedAt)
{
    public bool IsOpen => Status is VMoveStatus.Pending or VMoveStatus.Ongoing;
}
