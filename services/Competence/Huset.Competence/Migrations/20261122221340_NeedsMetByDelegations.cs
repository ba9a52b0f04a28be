using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Competence.Migrations
{
    /// <inheritdoc />
    public partial class NeedsMetByDelegations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid[]>(
                name: "met_by",
                table: "competence_needs",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "met_by",
                table: "competence_needs");
        }
    }
}
