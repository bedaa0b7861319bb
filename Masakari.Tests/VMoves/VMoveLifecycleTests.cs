using Masakari.Core.VMoves;
using static Masakari.Core.VMoves.VMoveStatus;

namespace Masakari.Tests.VMoves;

public sealed class VMoveLifecycleTests
{
    [TestCase(Pending, new[] { Ongoing, Succeeded, Failed, Ignored })]
    [TestCase(Ongoing, new[] { Ongoing, Succeeded, Failed, Ignored })]
    [TestCase(Succeeded, new[] { Pending })]
    [TestCase(Failed, new[] { Pending, Ongoing, Succeeded, Failed, Ignored })]
    [TestCase(Ignored, new VMoveStatus[0])]
    public void Allows_these_changes_and_no_other(VMoveStatus from, VMoveStatus[] allowed)
    {
        Assert.That(Enum.GetValues<VMoveStatus>().Where(to => VMoveLifecycle.Allows(from, to)), Is.EqualTo(allowed));
    }
}
