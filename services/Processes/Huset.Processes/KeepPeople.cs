using Huset.Competence.Contracts;
using MassTransit;

namespace Huset.Processes;

/// <summary>Someone in the people directory that Competence owns: whom a document concerns, and who may own one.</summary>
public sealed class KnownPerson
{
    public Guid Id { get; private set; }

    /// <summary>Id at sign-in; null until the person has signed in.</summary>
    public string? AccountId { get; private set; }

    public string Name { get; private set; } = "";
    public string Role { get; private set; } = "";
    public string HomeUnit { get; private set; } = "";
    public bool IsActive { get; private set; }
    public int SubjectVersion { get; private set; }

    internal void Apply(PersonChanged person) =>
        (Id, AccountId, Name, Role, HomeUnit, IsActive, SubjectVersion) = (person.PersonId, person.AccountId, person.Name, person.Role, person.HomeUnit, person.IsActive, person.SubjectVersion);
}

/// <summary>Keeps the service's copy of the people in step with Competence.</summary>
public sealed class KeepPeople(ProcessesDb db) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var known = await db.People.FindAsync([context.Message.PersonId], context.CancellationToken);
        if (known?.SubjectVersion >= context.Message.SubjectVersion) return;
        if (known is null) db.Add(known = new KnownPerson());
        known.Apply(context.Message);
    }
}
