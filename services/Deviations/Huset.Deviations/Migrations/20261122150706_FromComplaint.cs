using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class FromComplaint : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "complaint_id",
                table: "deviations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "complaint_reference",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "escalation_motivation",
                table: "deviations",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "complaint_id",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "complaint_reference",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "escalation_motivation",
                table: "deviations");
        }
    }
}
