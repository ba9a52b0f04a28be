using System.Reflection;
using System.Text;
using Huset.Analytics.Contracts;
using Huset.Competence.Contracts;
using Huset.Complaints.Contracts;
using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.Processes.Contracts;
using Huset.Procurement.Contracts;
using MassTransit;

namespace Huset.Architecture.Tests;

/// <summary>A contract is never renamed or moved, and grows only by optional fields: what others read is listed in contracts.approved.txt.</summary>
public sealed class ContractTests
{
    private static readonly Assembly[] Assemblies = [typeof(IEvent).Assembly, typeof(UnitChanged).Assembly, typeof(DeviationReported).Assembly, typeof(PersonChanged).Assembly, typeof(ComplaintChanged).Assembly, typeof(ContractChanged).Assembly, typeof(ReportFrozen).Assembly];

    [Fact]
    public void Contracts_are_as_approved()
    {
        var file = Path.Combine(Service.Root, "tests", "Huset.Architecture.Tests", "contracts.approved.txt");
        var contracts = Describe();
        if (Environment.GetEnvironmentVariable("HUSET_APPROVE") == "true") File.WriteAllText(file, contracts);
        else Assert.Equal(File.ReadAllText(file), contracts);
    }

    [Fact]
    public void Contracts_are_sealed_records_in_a_namespace()
    {
        foreach (var type in Contracts())
        {
            Assert.True(type.IsSealed, type.FullName);
            Assert.NotNull(type.GetMethod("<Clone>$"));
            Assert.False(string.IsNullOrEmpty(type.Namespace));
        }
    }

    [Fact]
    public void Only_catalogue_events_carry_a_name()
    {
        string[] catalogues = [nameof(UnitChanged), nameof(UnitVersion), nameof(QualityAreaChanged), nameof(ProcessChanged), nameof(ActivityChanged), nameof(RoutineChanged)];
        string[] telling = ["Name", "Text", "Description", "Title", "Note", "Motivation", "Message", "Email", "Phone"];
        foreach (var type in Contracts().Where(type => !catalogues.Contains(type.Name) && !Commands.Contains(type)))
            Assert.Empty(type.GetProperties().Select(property => property.Name).Intersect(telling));
    }

    [Fact]
    public void What_services_tell_each_other_in_private_is_no_event() => Assert.All(Commands, type => Assert.False(type.IsAssignableTo(typeof(IEvent)), type.FullName));

    // Between services only (decision 7): they may hold text and names, and the event log takes nothing but events.
    private static readonly Type[] Commands = [typeof(PersonChanged), typeof(AskForRevision), typeof(AskForCompetence), typeof(EscalateComplaint), typeof(ForwardIdea)];

    internal static IEnumerable<Type> Contracts() => Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type is { IsClass: true } && type != typeof(Link))
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Contracts())
        {
            text.Append($"{MessageUrn.ForTypeString(type)}\n");
            foreach (var property in type.GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
                text.Append($"  {property.Name}: {Name(property.PropertyType)}\n");
        }
        return text.ToString();
    }

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? $"{Name(inner)}?"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
