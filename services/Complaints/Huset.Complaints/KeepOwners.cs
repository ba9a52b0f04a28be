using Huset.Competence.Contracts;
using Huset.ServiceDefaults.Identity;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints;

/// <summary>Keeps the service's copy of the people in step with Competence; what someone was given before the account was known becomes the account's.</summary>
public sealed class KeepOwners(ComplaintsDb db) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var (told, ct) = (context.Message, context.CancellationToken);
        if (!await db.Keep(told, ct) || told.AccountId is not { } account) return;
        var before = told.PersonId.ToString();
        await db.Complaints.Where(complaint => complaint.OwnerId == before).ExecuteUpdateAsync(set => set.SetProperty(complaint => complaint.OwnerId, account), ct);
    }
}

internal static class OwnerExtensions
{
    /// <summary>By what a complaint knows the person: the account, until it is known the directory's id.</summary>
    public static Person AsOwner(this KnownPerson person) => new(person.AccountId ?? person.Id.ToString(), person.Name);
}
