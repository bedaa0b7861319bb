using Masakari.Core.Monitoring.Libvirt.Introspection;

namespace Masakari.Tests.Monitoring.Libvirt;

public sealed class JournalTests
{
    [TestCase("Discovery", 0, true, "Healthy", 0)]
    [TestCase("Discovery", 0, false, "Discovery", 0)]
    [TestCase("Healthy", 0, true, "Healthy", 0)]
    [TestCase("Healthy", 0, false, "Error", 1)]
    [TestCase("Error", 1, true, "Healthy", 0)]
    [TestCase("Error", 1, false, "Error", 2)]
    [TestCase("Error", 3, false, "Error", 4)]
    [TestCase("Error", 4, false, "Reported", 5)]
    [TestCase("Error", 4, true, "Healthy", 0)]
    [TestCase("Reported", 5, false, "Reported", 6)]
    [TestCase("Reported", 6, true, "Discovery", 0)]
    public void Moves_as_the_table_says(string state, int misses, bool answered, string next, int nextMisses)
    {
        var moved = new Journal(Enum.Parse<JournalState>(state), misses).Next(answered, threshold: 3);

        Assert.That((moved.State.ToString(), moved.Misses), Is.EqualTo((next, nextMisses)));
    }

    [TestCase(0, 2)]
    [TestCase(1, 3)]
    [TestCase(3, 5)]
    [TestCase(10, 12)]
    public void Reports_at_the_threshold_and_two_more(int threshold, int misses)
    {
        var journal = Journal.New.Next(answered: true, threshold);
        var counted = 0;
        for (; journal.State != JournalState.Reported; counted++) journal = journal.Next(answered: false, threshold);

        Assert.That(counted, Is.EqualTo(misses));
    }
}
